package app

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/changefeed"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/merchantimage"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/telemetry"
	"github.com/openhpp/openhpp/internal/upstream"
	"github.com/openhpp/openhpp/internal/web"
)

// App is a server with everything it needs, listening but not yet serving.
type App struct {
	config         Config
	log            *slog.Logger
	db             *database
	merchants      *merchant.Service
	fixed          merchant.Credentials // those that the configuration chooses
	upstreams      *upstream.Service
	senders        []*egress.Client // to upstreams
	metrics        *telemetry.Metrics
	health         *health
	egress         *egress.Client
	guard          egress.Config
	catcher        *catcher.Server // nil in production
	shops          merchantServers
	runner         *outbox.Runner
	sweeper        *retention.Sweeper
	sessions       *hpp.SessionService
	hasOwnProvider bool // the built-in provider is there
	distributions  *hpp.DistributionService
	profiles       *hpp.ProfileService
	lists          *hpp.ListService
	handLinks      *hpp.HandLinkService
	listener       net.Listener
	lock           *sqlite.Lock // on the database's file; nil with PostgreSQL
	debug          debugger
	ops            operations
	changes        *changefeed.Feed
	live           *page.Live
	pictures       merchantimage.Fetcher
	stopping       chan struct{} // closed when calls that wait for news must end
	tables         []*web.Table  // every route that the server serves
	server         *http.Server
}

// Open builds a server from a configuration: store, core, adapters, jobs,
// routes, in that order. Close or Run releases what it holds.
func Open(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	if err := c.check(); err != nil {
		return nil, WrongSettings{err}
	}
	a := &App{log: log, live: page.NewLive(), changes: changefeed.New(), stopping: make(chan struct{}), metrics: telemetry.NewMetrics(c.Version)}
	master, err := a.acquire(ctx, c)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	db := a.db
	a.health = &health{store: db, proofKey: derive(master, doctorPurpose)}
	a.upstreams = upstreamService(db, c.upstreams, master)
	a.merchants = merchant.New(db.Merchants(), derive(master, "merchants"), time.Now)
	exposed := c.exposures()
	if c.Secret == "" {
		exposed = append(exposed, c.weakSecret(master)...)
	}
	a.warn(exposed)
	if err := a.ensurePlaygroundMerchant(ctx, c); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	c.completeAddresses(a.listener.Addr())
	a.config = c
	a.guard = a.egressConfig()
	a.egress = egress.New(a.guard)
	a.catcher = a.newCatcher(derive(master, "catcher"))
	a.shops = merchantServers{a.egress, a.guard, a.catcher}
	a.pictures = merchantimage.Fetcher{Client: egress.New(forPictures(a.guard)), Store: db.MerchantImages(), Now: time.Now, Log: log, Reencode: merchantimage.Child{}.Reencode}
	playground := a.provider(a.acquirer(), derive(master, "playground"))
	if err := a.services(derive(master, "links"), playground); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	a.reportProvider(ctx, playground != nil)
	a.runner = a.jobs(playground)
	a.sweeper = a.retention()
	a.metrics.WatchOutbox(a.backlog)
	a.server = web.NewServer(stripBasePaths(a.gateway(a.routes(playground), derive(master, "logged user names")), c.PublicURL, c.APIURL), log)
	a.server.RegisterOnShutdown(a.live.Close)
	a.server.RegisterOnShutdown(func() { close(a.stopping) })
	return a, nil
}

// derive makes one purpose's key from the server's secret, so that no two
// purposes share one.
func derive(master []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, "openhpp "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for a length that no hash can give
	}
	return key
}

// newID makes ids that sort by time, so that new rows lie together.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

func newSeed() []byte {
	seed := make([]byte, hpp.SeedSize)
	_, _ = rand.Read(seed) // never fails
	return seed
}

// NewLogger makes the server's logger.
func NewLogger(out io.Writer, level string, text bool) (*slog.Logger, error) {
	return telemetry.NewLogger(out, telemetry.LogOptions{Level: level, Text: text, Correlation: web.CorrelationID})
}
