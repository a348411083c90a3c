package doctor

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
)

// Mail judges the mail server: err is why it could not be greeted. resolve answers whether a domain
// can take mail, as receivers of mail from it ask.
func Mail(ctx context.Context, from string, err error, resolve func(ctx context.Context, domain string) error) []Finding {
	const check = "mail"
	if err != nil {
		return []Finding{fail(check, "the mail server: "+err.Error(), "see OPENHPP_SMTP_URL (or OPENHPP_SMTP_URL_FILE): host, port, TLS, user and password")}
	}
	found := []Finding{fine(check, "the mail server takes the connection as it is set up")}
	_, domain, _ := strings.Cut(from, "@")
	if err := resolve(ctx, domain); err != nil {
		return append(found, warn("sender", "nobody takes mail for "+domain+", the domain of OPENHPP_MAIL_FROM: "+err.Error(), "send from a domain of yours that has MX records: others are taken for spam"))
	}
	return found
}

// TakesMail reports as an error that a domain has neither a mail server nor an address.
func TakesMail(ctx context.Context, domain string) error {
	if servers, err := net.DefaultResolver.LookupMX(ctx, domain); err == nil && len(servers) > 0 {
		return nil
	}
	_, err := net.DefaultResolver.LookupHost(ctx, domain)
	if failure, ok := errors.AsType[*net.DNSError](err); ok && failure.IsNotFound {
		return errors.New("it is not in DNS")
	}
	return err
}

// Gateway judges the gateway for text messages: err is why it cannot be used.
func Gateway(err error) Finding {
	if err != nil {
		return fail("gateway", err.Error(), "see OPENHPP_SMS_URL (or OPENHPP_SMS_URL_FILE) and the file that it names (docs/operations/messages.md)")
	}
	return fine("gateway", "a request to it composes")
}

// Host judges whether a provider's host answers at all, whatever it says.
func Host(ctx context.Context, client *http.Client, name, address string) Finding {
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return fail("provider's host", name+": "+address+" is no address", "see OPENHPP_UPSTREAM_…")
	}
	response, err := client.Do(request)
	if err != nil {
		return fail("provider's host", name+" does not answer: "+withoutAddress(err), "see DNS, the firewall for outgoing calls and OPENHPP_EGRESS_DENY (docs/operations/outgoing.md)")
	}
	_ = response.Body.Close()
	return fine("provider's host", "%s answers", name)
}
