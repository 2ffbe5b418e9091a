package store

import "sync/atomic"

// Stats are counts since the store was opened.
type Stats struct {
	Commits  uint64 // groups that were committed
	Requests uint64 // in them
	Failed   uint64 // groups that could not be committed
	Waiting  int    // requests that wait for the writer now
	Queries  uint64 // that views were asked
	// Groups is how many commits had up to so many requests, for 1, 2, 4… 256.
	Groups map[float64]uint64
}

// counts are kept by the writer and the readers, and read by anybody.
type counts struct {
	requests, failed atomic.Uint64
	queries          atomic.Uint64
	bySize           [9]atomic.Uint64 // commits of up to 1<<i requests
}

func (c *counts) committed(size int) {
	c.requests.Add(uint64(size))
	i := 0
	for 1<<i < size && i < len(c.bySize)-1 {
		i++
	}
	c.bySize[i].Add(1)
}

// Stats tells how the writer does.
func (s *Store) Stats() Stats {
	stats := Stats{Requests: s.counts.requests.Load(), Failed: s.counts.failed.Load(), Waiting: len(s.queue), Queries: s.counts.queries.Load(), Groups: make(map[float64]uint64)}
	for i := range s.counts.bySize {
		stats.Commits += s.counts.bySize[i].Load()
		stats.Groups[float64(int(1)<<i)] = stats.Commits
	}
	return stats
}
