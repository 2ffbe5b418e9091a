// Package packs holds the packs that come with the program. Each is one file of
// the language that package pack reads; doc/packs.md explains it.
package packs

import _ "embed" // the packs

// Toy is a made-up programme that has one of everything a pack can declare.
//
//go:embed toy/pack.yaml
var Toy []byte
