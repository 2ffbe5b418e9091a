package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Metrics is how an installation does, in numbers. Labels name routes, states and kinds, never a person or a record.
type Metrics struct {
	requests *prometheus.HistogramVec
	handler  http.Handler
}

// NewMetrics measures an installation. Each has a registry of its own.
func NewMetrics(i *instance.Instance) *Metrics {
	m := &Metrics{requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "wenxiao_request_seconds", Help: "How long requests took, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.requests, &gauges{i}, collectors.NewBuildInfoCollector(), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

// Seen counts a request; it is for route.Server.Seen.
func (m *Metrics) Seen(r route.Route, status int, took time.Duration) {
	m.requests.WithLabelValues(r.Method, r.Path, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *Metrics) serve(w http.ResponseWriter, r *http.Request) { m.handler.ServeHTTP(w, r) }

// gauges are read when somebody asks.
type gauges struct{ *instance.Instance }

var (
	groupsDesc  = prometheus.NewDesc("wenxiao_store_group_requests", "How many requests shared a commit.", nil, nil)
	failedDesc  = prometheus.NewDesc("wenxiao_store_groups_failed_total", "Groups of requests that could not be committed.", nil, nil)
	waitingDesc = prometheus.NewDesc("wenxiao_store_queue_requests", "Requests that wait for the writer.", nil, nil)
	jobsDesc    = prometheus.NewDesc("wenxiao_jobs", "Work in the background, by state.", []string{"state"}, nil)
)

// Describe implements prometheus.Collector.
func (g *gauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{groupsDesc, failedDesc, waitingDesc, jobsDesc} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (g *gauges) Collect(to chan<- prometheus.Metric) {
	s := g.Store.Stats()
	to <- prometheus.MustNewConstHistogram(groupsDesc, s.Commits, float64(s.Requests), s.Groups)
	to <- prometheus.MustNewConstMetric(failedDesc, prometheus.CounterValue, float64(s.Failed))
	to <- prometheus.MustNewConstMetric(waitingDesc, prometheus.GaugeValue, float64(s.Waiting))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // a collector is given no context
	defer cancel()
	states, err := g.Jobs.States(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(jobsDesc, err)
		return
	}
	for _, state := range []job.State{job.Waiting, job.Running, job.Done, job.Failed, job.Cancelled} {
		to <- prometheus.MustNewConstMetric(jobsDesc, prometheus.GaugeValue, float64(states[state]), string(state))
	}
}
