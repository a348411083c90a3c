package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/openhpp/openhpp/internal/playground/guide"
	"github.com/openhpp/openhpp/internal/web"
)

// stopWithin bounds a graceful stop: requests under way may finish.
const stopWithin = 25 * time.Second

// URL is the base of payers' links, with the port the listener got.
func (a *App) URL() string { return a.config.PublicURL }

// APIURL is the base of API links.
func (a *App) APIURL() string { return a.config.APIURL }

// TestDataURL is the page that explains a playground's test data.
func (a *App) TestDataURL() string { return a.config.PublicURL + guide.Path }

// Run serves until ctx ends, then stops in order: unready, drain, no new
// connections, requests finish, jobs finish, the database closes.
func (a *App) Run(ctx context.Context) error {
	jobs, stopJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer stopJobs()
	var running sync.WaitGroup
	running.Go(func() { a.runner.Run(jobs) })
	running.Go(func() { a.sweeper.Run(jobs) })
	running.Go(func() { a.sweepTenants(jobs) })
	running.Go(func() { a.changes.Run(jobs, a.db.sessions.Versions, a.log) })
	defer a.debug.serve()()
	defer a.ops.serve(a.opsRoutes(), a.log)()
	failed := make(chan error, 1)
	go func() { failed <- a.server.Serve(web.StrayBytes(a.listener)) }()
	a.log.Info("serving", "listen", a.listener.Addr().String(), "public_url", a.config.PublicURL, "ops_listen", a.ops.address(),
		"environment", string(a.config.Environment), "version", a.config.Version)

	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.log.Info("stopping")
		a.health.stopping.Store(true)
		pause(a.config.Drain)
		err = a.stopServer()
	}
	stopJobs()
	running.Wait()
	a.egress.CloseIdleConnections()
	closeSenders(a.senders)
	if err = errors.Join(err, a.db.Close(), a.lock.Release()); err != nil {
		return err
	}
	a.log.Info("stopped")
	return nil
}

// pause leaves balancers the time to see that the server is unready.
func pause(d time.Duration) {
	if d > 0 {
		<-time.After(d)
	}
}

func (a *App) stopServer() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := a.server.Shutdown(ctx); err != nil {
		return fmt.Errorf("requests were cut off: %w", errors.Join(err, a.server.Close()))
	}
	return nil
}

// Close releases an App that was never run, as far as it was built.
func (a *App) Close() error {
	a.debug.close()
	a.ops.close()
	var errs []error
	if a.listener != nil {
		errs = append(errs, a.listener.Close())
	}
	if a.db != nil {
		errs = append(errs, a.db.Close())
	}
	return errors.Join(append(errs, a.lock.Release())...)
}

// Local is the listener's address for programs on this machine.
func (a *App) Local() string { return "http://" + reachable(a.listener.Addr()) }
