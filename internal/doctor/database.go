package doctor

import (
	"fmt"
	"time"
)

// Database is what an engine tells of itself.
type Database struct {
	Schema, Known int       // the database's and this program's
	Now           time.Time // its clock
	OldestDue     time.Time // of the work that waits; zero: none does
	Upstreams     []string  // at which merchants have accounts; known where Schema is Known
}

// How far clocks may differ, and how long work may wait. A callback's tail waits for days, but is
// not due then.
const (
	mostSkew = 5 * time.Second
	mostWait = 10 * time.Minute
)

// Stored judges a database, or why it cannot be read.
func Stored(d Database, err error, now time.Time) []Finding {
	const check = "database"
	if err != nil {
		return []Finding{fail(check, err.Error(), "OPENHPP_DATABASE (--database) must name the server's database, and it must be up")}
	}
	found := []Finding{fine(check, "it answers and keeps what it acknowledges")}
	switch {
	case d.Schema > d.Known:
		found = append(found, fail("schema", fmt.Sprintf("the database has schema %d, this program knows %d", d.Schema, d.Known), "use the version that wrote it, or a newer one (docs/operations/upgrade.md)"))
	case d.Schema < d.Known:
		found = append(found, warn("schema", fmt.Sprintf("the database has schema %d, this program brings %d", d.Schema, d.Known), "back up; the next start of serve brings it up to date (docs/operations/upgrade.md)"))
	default:
		found = append(found, fine("schema", "version %d", d.Schema))
	}
	found = append(found, clock("database", d.Now, now))
	if wait := now.Sub(d.OldestDue); !d.OldestDue.IsZero() && wait > mostWait {
		return append(found, fail("work", fmt.Sprintf("the oldest job is due since %s", wait.Round(time.Second)), "start a server, or see in its log why jobs fail; openhpp callback list shows those of callbacks"))
	}
	return append(found, fine("work", "no job waits that is long due"))
}

func clock(of string, there, here time.Time) Finding {
	if skew := there.Sub(here).Abs(); skew > mostSkew {
		return fail("clock", fmt.Sprintf("the clock of the %s is off by %s from this machine's", of, skew.Round(time.Second)), "set both by NTP: receivers refuse signatures that are minutes off, and payments expire at the wrong time")
	}
	return fine("clock", "the %s and this machine agree", of)
}
