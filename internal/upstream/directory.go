package upstream

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Directory are the upstreams of one server. The zero value has none.
type Directory struct {
	all  []Upstream
	live bool // the server takes real money
}

// NewDirectory has the built-in upstreams and those that the operator gave; one
// that is given under a built-in name takes its place. live says that the server
// takes real money (docs/spec/decisions.md §1).
func NewDirectory(given []Upstream, live bool) (Directory, error) {
	d := Directory{live: live, all: slices.DeleteFunc(BuiltIn(), func(u Upstream) bool {
		return slices.ContainsFunc(given, func(g Upstream) bool { return g.Name == u.Name })
	})}
	var errs []error
	for _, g := range given {
		for _, host := range g.Hosts {
			if other, ok := d.ByHost(host); ok {
				errs = append(errs, fmt.Errorf("%s: hosts: %s is a host of %s already", SettingOf(g.Name), host, other.Name))
			}
		}
		d.all = append(d.all, g)
	}
	return d, errors.Join(errs...)
}

// ByHost finds the upstream that a host of payment_session_url means.
func (d Directory) ByHost(host string) (Upstream, bool) {
	return d.find(func(u Upstream) bool { return u.serves(host) })
}

// ByName finds an upstream.
func (d Directory) ByName(name string) (Upstream, bool) {
	return d.find(func(u Upstream) bool { return u.Name == name })
}

func (d Directory) find(is func(Upstream) bool) (Upstream, bool) {
	i := slices.IndexFunc(d.all, is)
	if i < 0 {
		return Upstream{}, false
	}
	return d.all[i], true
}

// All are the upstreams, those that the operator gave last.
func (d Directory) All() []Upstream { return slices.Clone(d.all) }

// WantName says what the name of an upstream should be.
func (d Directory) WantName() string {
	return "upstream must be one of " + d.names() + ", or described by " + SettingPrefix + "… for this command as for the server"
}

func (d Directory) names() string {
	names := make([]string, len(d.all))
	for i, u := range d.all {
		names[i] = u.Name
	}
	return strings.Join(names, ", ")
}

// Hosts are those of the upstreams that every merchant may use on this server.
func (d Directory) Hosts() (hosts []string) {
	for _, u := range d.all {
		if d.refusal(u, false) == "" {
			hosts = append(hosts, u.Hosts...)
		}
	}
	return hosts
}

// refusal says why an upstream cannot be used on this server, whatever account a
// merchant has there; empty: it can. Real money never meets a playground. Test
// money meets a server that takes real money only where the operator allowed it
// for one merchant.
func (d Directory) refusal(u Upstream, testAllowed bool) string {
	switch {
	case !d.live && !u.Test:
		return u.Host() + " takes real money, and this server is a playground"
	case d.live && u.Test && !testAllowed:
		return u.Host() + " takes test money, and this server takes real money: its operator can allow that for one merchant (openhpp merchant upstream set … --allow-test)"
	}
	return ""
}
