// Command openhpp is the hosted payment page as one program. This package
// owns flags and their help; what they do is done elsewhere.
package main

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line. Every flag of serve is also an environment
// variable.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Run the server."`
	Run      runCommand      `cmd:"" help:"Run a command with a throw-away playground: one line for CI."`
	Demo     demoCommand     `cmd:"" help:"Run the server with a demo shop on this machine; nothing else is needed."`
	Health   healthCommand   `cmd:"" help:"Ask the server of this machine whether it is ready."`
	Merchant merchantCommand `cmd:"" help:"Manage merchants and their credentials; works beside a running server."`
	Profile  profileCommand  `cmd:"" help:"Manage merchants' defaults for sessions and for the till's page."`
	Session  sessionCommand  `cmd:"" help:"Help a single payment page."`
	Callback callbackCommand `cmd:"" help:"See and repeat callbacks that could not be delivered."`
	Backup   backupCommand   `cmd:"" help:"Copy the embedded file, beside a running server, and check the copy."`
	Restore  restoreCommand  `cmd:"" help:"Make the embedded file anew from a backup, and check it."`
	Migrate  migrateCommand  `cmd:"" help:"Copy everything from the embedded file to PostgreSQL, and compare."`
	Doctor   doctorCommand   `cmd:"" help:"Look at what is around the server, and say what is wrong."`
	Fsck     fsckCommand     `cmd:"" help:"Check that what is stored is whole and consistent, beside running servers."`
	Evidence evidenceCommand `cmd:"" help:"Print what auditors ask for."`

	Login      loginCommand      `cmd:"" group:"api" help:"Keep the address of a server and your credentials there."`
	Context    contextCommand    `cmd:"" group:"api" help:"List and forget what login kept."`
	Sessions   sessionsCommand   `cmd:"" group:"api" help:"Make and follow sessions."`
	Link       linkCommand       `cmd:"" group:"api" help:"Make a link to pay by hand, and send it; --quiet prints it alone."`
	Orders     ordersCommand     `cmd:"" group:"api" help:"See orders, capture and refund."`
	Inbox      inboxCommand      `cmd:"" group:"api" help:"List the e-mails and text messages that a playground kept."`
	Pay        payCommand        `cmd:"" group:"api" help:"Play the payer of a playground's page, by its own forms."`
	Trigger    triggerCommand    `cmd:"" group:"api" help:"Bring a session of a playground to an event, the one named or a new one."`
	Open       openCommand       `cmd:"" group:"api" help:"Open the inbox, the test data, the API reference or a session's page in the browser."`
	Listen     listenCommand     `cmd:"" group:"api" help:"Bring callbacks of a playground to an address of this machine."`
	Caught     caughtCommand     `cmd:"" group:"api" help:"List the requests that a playground's catcher kept."`
	Deliveries deliveriesCommand `cmd:"" group:"api" help:"See what became of callbacks, and send them again."`
	Tenants    tenantsCommand    `cmd:"" group:"api" help:"Make merchants of a playground that end by themselves: one for each test worker."`
	Reset      resetCommand      `cmd:"" group:"api" help:"Remove everything that your merchant made at a playground."`
	API        anyCommand        `cmd:"" group:"api" name:"api" help:"Make any call of the API with your credentials."`

	Completion completionCommand `cmd:"" help:"Print a script by which a shell completes commands and flags."`
	Complete   completeCommand   `cmd:"" hidden:"" help:"Answer what a word may become."`
	Man        manCommand        `cmd:"" help:"Print the manual page."`
	Version    versionCommand    `cmd:"" help:"Print the version."`

	ShowVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

// defaultGOGC lets the heap grow to three times what is in use before it is cleared:
// a tenth less work for a fifth more memory. GOGC decides where it is set.
const defaultGOGC = 200

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(defaultGOGC)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default returns: a second one ends at once.
	context.AfterFunc(ctx, stop)
	var c commands
	parser := kong.Must(&c, options(ctx)...)
	end(ctx, os.Stderr, misused(refuseSecrets(os.Args[1:])))
	unknown, slips := checkEnvironment(os.Environ(), knownNames(parser.Model))
	if len(os.Args) < 2 || os.Args[1] != "doctor" { // who tells of them among others
		end(ctx, os.Stderr, misused(slips))
	}
	k, err := parser.Parse(os.Args[1:])
	end(ctx, os.Stderr, sourced(err, parser.Model, os.Args[1:]))
	end(ctx, os.Stderr, k.Run(checkedEnvironment{slips, unknown}, parser.Model))
}

// options are how the command line is read.
func options(ctx context.Context) []kong.Option {
	return []kong.Option{
		kong.Name("openhpp"),
		kong.Description("The open, self-hosted hosted payment page."),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.ExplicitGroups([]kong.Group{{Key: "api", Title: "At the API of a server"}}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ValueFormatter(describe),
		kong.Vars{"version": "openhpp " + version()},
	}
}

// describe is a flag's help: what it is, its variable, and what holds without it
// where that is more than one value.
func describe(value *kong.Value) string {
	help := value.Help
	if !kong.HasInterpolatedVar(value.OrigHelp, "env") && len(value.Tag.Envs) > 0 {
		help = strings.TrimSuffix(help, ".") + " (" + strings.Join(value.Tag.Envs, ", ") + ")."
	}
	if otherwise := value.Tag.Get("otherwise"); otherwise != "" {
		help += " Default: " + otherwise + "."
	}
	return help
}

type versionCommand struct{ jsonFlag }

func (c versionCommand) Run(k *kong.Context) error {
	if c.JSON {
		return json.NewEncoder(k.Stdout).Encode(map[string]string{"version": version(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
	}
	_, err := k.Stdout.Write([]byte("openhpp " + version() + "\n"))
	return err
}

// version is the module's, or the commit's, as the Go tool recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "development"
}
