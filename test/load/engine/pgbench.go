package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
)

// script inserts one row of the columns of a session's; ids grow with time, as
// the program's do.
const script = `INSERT INTO bench_plain VALUES (
	concat(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0'), gen_random_uuid()),
	'0191d000-0000-7000-8000-000000000000', decode(concat(md5(random()::text), md5(random()::text)), 'hex'),
	'builtin', 'payments', gen_random_uuid()::text, 'WAITING', 1, 1, 1, :document);
`

const plainTable = `DROP TABLE IF EXISTS bench_plain; CREATE TABLE bench_plain (
	session_id text PRIMARY KEY, merchant_id text NOT NULL, link_hash bytea NOT NULL, provider text NOT NULL,
	payment_kind text NOT NULL, payment_id text NOT NULL, status text NOT NULL, version bigint NOT NULL,
	created_at bigint NOT NULL, expires_at bigint NOT NULL, document text NOT NULL)`

// Floor implements Engine, with pgbench over the server's socket.
func (p *Postgres) Floor(ctx context.Context, plan measure.Plan) (measure.Result, error) {
	document, err := p.query(ctx, `SELECT document FROM sessions ORDER BY session_id DESC LIMIT 1`)
	if err != nil {
		return measure.Result{}, fmt.Errorf("the newest session: %w", err)
	}
	return p.pgbench(ctx, document, plan)
}

func (p *Postgres) pgbench(ctx context.Context, document string, plan measure.Plan) (measure.Result, error) {
	if _, err := p.query(ctx, plainTable); err != nil {
		return measure.Result{}, err
	}
	file := filepath.Join(p.dir, "insert.sql")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil { //nolint:gosec // the servant reads it
		return measure.Result{}, err
	}
	clients := strconv.Itoa(plan.Clients)
	seconds := max(int((plan.Span + time.Second - 1).Seconds()), 1)
	_, err := p.run(ctx, "pgbench", "-n", "-M", "prepared", "-f", file, "-D", "document="+document, "-c", clients, "-j", strconv.Itoa(min(plan.Clients, 2)),
		"-T", strconv.Itoa(seconds), "-l", "--log-prefix", filepath.Join(p.dir, "pgbench"), "-h", p.dir, "-U", "bench", "postgres")
	if err != nil {
		return measure.Result{}, err
	}
	took, err := p.logged()
	if err != nil {
		return measure.Result{}, err
	}
	return measure.Of(plan.Clients, time.Duration(seconds)*time.Second, took), nil
}

// logged reads and removes what pgbench wrote of each transaction.
func (p *Postgres) logged() ([]time.Duration, error) {
	files, err := filepath.Glob(filepath.Join(p.dir, "pgbench.*"))
	if err != nil {
		return nil, err
	}
	var all []time.Duration
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		took, err := transactions(file)
		if err = errors.Join(err, file.Close(), os.Remove(name)); err != nil {
			return nil, err
		}
		all = append(all, took...)
	}
	if len(all) == 0 {
		return nil, measure.ErrNothing
	}
	return all, nil
}

// transactions reads the third field, microseconds, of each line.
func transactions(log io.Reader) ([]time.Duration, error) {
	var took []time.Duration
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			return nil, fmt.Errorf("pgbench: %q is no line of its log", lines.Text())
		}
		micros, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("pgbench: %w", err)
		}
		took = append(took, time.Duration(micros)*time.Microsecond)
	}
	return took, lines.Err()
}
