package telemetry

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Backlog is how much work of one kind waits. A growing age is the first sign
// that callbacks do not get through.
type Backlog struct {
	Kind    string        // such as "callback"
	Pending int64         // waiting or under way
	Dead    int64         // dead letters
	Oldest  time.Duration // how long the oldest pending one is overdue
}

// scrapeTimeout bounds what a scrape may ask of the database.
const scrapeTimeout = 2 * time.Second

// WatchOutbox reports the backlog that read answers whenever somebody scrapes.
// When read fails the numbers are missing from that scrape, which alarms, and
// openhpp_outbox_up is 0. Call it once.
func (m *Metrics) WatchOutbox(read func(context.Context) ([]Backlog, error)) {
	m.registry.MustRegister(&outbox{
		read: read,
		up: prometheus.NewDesc("openhpp_outbox_up",
			"1 when the backlog could be read.", nil, nil),
		jobs: prometheus.NewDesc("openhpp_outbox_jobs",
			"Jobs in the outbox, by kind and state.", []string{"kind", "state"}, nil),
		oldest: prometheus.NewDesc("openhpp_outbox_oldest_overdue_seconds",
			"How long the oldest pending job is overdue, by kind.", []string{"kind"}, nil),
	})
}

type outbox struct {
	read             func(context.Context) ([]Backlog, error)
	up, jobs, oldest *prometheus.Desc
}

func (o *outbox) Describe(out chan<- *prometheus.Desc) {
	out <- o.up
	out <- o.jobs
	out <- o.oldest
}

func (o *outbox) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	backlogs, err := o.read(ctx)
	if err != nil {
		out <- prometheus.MustNewConstMetric(o.up, prometheus.GaugeValue, 0)
		return
	}
	out <- prometheus.MustNewConstMetric(o.up, prometheus.GaugeValue, 1)
	for _, b := range backlogs {
		out <- prometheus.MustNewConstMetric(o.jobs, prometheus.GaugeValue, float64(b.Pending), b.Kind, "pending")
		out <- prometheus.MustNewConstMetric(o.jobs, prometheus.GaugeValue, float64(b.Dead), b.Kind, "dead")
		out <- prometheus.MustNewConstMetric(o.oldest, prometheus.GaugeValue, b.Oldest.Seconds(), b.Kind)
	}
}
