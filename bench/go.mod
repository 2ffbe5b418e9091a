// The benchmarks' rivals stand here, so that they stay out of the compiler's own go.mod.
module github.com/wenxiao/wenxiao/bench

go 1.26.0

require (
	github.com/go-ego/gse v0.80.3
	github.com/wenxiao/wenxiao v0.0.0
)

require (
	github.com/vcaesar/cedar v0.20.2 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/wenxiao/wenxiao => ../
