// Package crash holds tests of what happens to a server that is killed, whose disk
// fills up, or whose database goes away: nothing that was acknowledged is lost,
// nothing half-done is seen, and it goes on without hands. It holds no code.
package crash
