package app

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/doctor"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/message/gateway"
	"github.com/openhpp/openhpp/internal/message/smtp"
	"github.com/openhpp/openhpp/internal/secret"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// doctorPurpose is what a server proves to the doctor under.
const doctorPurpose = "doctor"

// Examination is what the doctor looks at.
type Examination struct {
	Slips, Unknown error  // variables that are no settings, see doctor.Settings
	ClockURL       string // another server whose clock is compared; empty: none
	// Client asks the public address, and others; FreeBytes and TakesMail as in package doctor.
	Client    *http.Client
	FreeBytes func(folder string) (uint64, error)
	TakesMail func(ctx context.Context, domain string) error
}

// lookTimeout bounds each look at something outside.
const lookTimeout = 10 * time.Second

// Examine looks at an installation from beside its server, and changes nothing.
func Examine(ctx context.Context, c Config, e Examination) []doctor.Finding {
	now := time.Now
	found := doctor.Settings(e.Slips, e.Unknown, c.check())
	master, err := secret.Existing(c.Secret, c.secretFile())
	found = append(found, doctor.Secret(err, err == nil && secret.Weak(master), c.Environment == Production))
	stored, examined := c.examineDatabase(ctx, e, now())
	found = append(found, examined...)
	found = append(found, c.examineProvider(ctx, e, stored)...)
	if master != nil && c.PublicURL != "" {
		found = append(found, doctor.Public{
			URL: strings.TrimRight(c.PublicURL, "/"), Key: derive(master, doctorPurpose), Production: c.Environment == Production, Client: e.Client, Now: now,
		}.Examine(ctx)...)
	}
	if e.ClockURL != "" {
		found = append(found, doctor.Clock(ctx, e.Client, e.ClockURL, now()))
	}
	return append(found, c.examineMessages(ctx, e)...)
}

// examineDatabase answers what the database tells of itself, too; the zero value where it cannot.
func (c *Config) examineDatabase(ctx context.Context, e Examination, now time.Time) (doctor.Database, []doctor.Finding) {
	ctx, stop := context.WithTimeout(ctx, lookTimeout)
	defer stop()
	if isPostgres(c.Database) {
		found, err := postgres.Examine(ctx, c.Database)
		return found, doctor.Stored(found, err, now)
	}
	file := strings.TrimPrefix(c.Database, sqliteScheme)
	files := doctor.Files(file, c.secretFile(), e.FreeBytes)
	if c.exists() != nil {
		return doctor.Database{}, files
	}
	found, err := sqlite.Examine(ctx, file)
	return found, append(append(files, doctor.Users(file, doctor.Processes(file))), doctor.Stored(found, err, now)...)
}

// examineProvider tells who takes payments, and asks each host that an account is at.
func (c *Config) examineProvider(ctx context.Context, e Examination, stored doctor.Database) []doctor.Finding {
	var found []doctor.Finding
	switch {
	case c.Environment != Production:
		found = append(found, doctor.Provider("the built-in one, for test money", true))
	case stored.Known != 0 && stored.Schema == stored.Known:
		found = append(found, doctor.Provider(takers(len(stored.Upstreams) > 0)))
	}
	directory, err := c.directory()
	if err != nil {
		return found // told of among the settings
	}
	for _, u := range directory.All() {
		if slices.Contains(stored.Upstreams, u.Name) {
			found = append(found, doctor.Host(ctx, e.Client, u.Name, u.BaseURL))
		}
	}
	return found
}

// takers says who takes payments in production.
func takers(accounts bool) (who string, ok bool) {
	if accounts {
		return "merchants' own accounts", true
	}
	return "none is configured: no payment can be taken", false
}

func (c *Config) examineMessages(ctx context.Context, e Examination) []doctor.Finding {
	var found []doctor.Finding
	if c.SMTPURL != "" {
		ctx, stop := context.WithTimeout(ctx, lookTimeout)
		defer stop()
		sender, err := smtp.New(c.SMTPURL, c.MailFrom)
		if err == nil {
			err = sender.Probe(ctx)
		}
		found = append(found, doctor.Mail(ctx, c.MailFrom, err, e.TakesMail)...)
	}
	if c.SMSURL != "" {
		_, err := gateway.Load(c.SMSURL, egress.New(egress.Config{Anywhere: true}))
		found = append(found, doctor.Gateway(err))
	}
	return found
}
