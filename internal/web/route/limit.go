package route

import (
	"sync"
	"time"
)

// A Limiter lets each address make so many requests a second for long, and a few at once.
type Limiter struct {
	rate, burst float64
	mu          sync.Mutex
	by          map[string]bucket
	swept       time.Time
}

// A bucket is what an address may still do.
type bucket struct {
	left float64
	at   time.Time
}

// NewLimiter allows rate requests a second and burst at once.
func NewLimiter(rate, burst int) *Limiter {
	return &Limiter{rate: float64(rate), burst: float64(burst), by: make(map[string]bucket)}
}

// Take says whether an address may make a request now.
func (l *Limiter) Take(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b, ok := l.by[address]
	if !ok {
		b = bucket{l.burst, now}
	}
	b.left = min(l.burst, b.left+now.Sub(b.at).Seconds()*l.rate)
	b.at = now
	isAllowed := b.left >= 1
	if isAllowed {
		b.left--
	}
	l.by[address] = b
	return isAllowed
}

// sweep forgets addresses that may do all again, so that memory does not grow with those who came by.
func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for address, b := range l.by {
		if b.left+now.Sub(b.at).Seconds()*l.rate >= l.burst {
			delete(l.by, address)
		}
	}
}
