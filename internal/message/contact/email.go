package contact

import (
	"errors"
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

// Bounds of RFC 5321 §4.5.3.1, in bytes.
const (
	maxAddress = 254
	maxLocal   = 64
)

// What Email asks for, in words a merchant can act on. None repeats what was
// sent: it is personal data.
var (
	errEmail   = errors.New("must be one address such as name@example.com")
	errLong    = errors.New("must have at most 254 bytes, and at most 64 before the @")
	errLocal   = errors.New("must have only ASCII letters, digits and .!#$%&'*+/=?^_`{|}~- before the @, and no dot at either end or beside another")
	errDomain  = errors.New("must have a domain with at least one dot after the @, such as example.com")
	errLiteral = errors.New("must have a domain name, not an IP address, after the @")
)

// domainProfile is how a domain is normalized (UTS 46): lower case, punycode, no
// symbols, labels of at most 63 bytes.
var domainProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// Email answers an address in its normal form: the domain in lower case and
// punycode, the rest as it was. Exactly one bare address is accepted: no
// display name, comment, quotes or list (safety.md A45). The error says what
// would be right.
func Email(address string) (string, error) {
	if len(address) > 4*maxAddress { // a domain shrinks or grows when it is mapped, never that much
		return "", errLong
	}
	if strings.ContainsFunc(address, isDeceptive) {
		return "", errEmail
	}
	address = cleantext.Email(address)
	at := strings.LastIndexByte(address, '@')
	if at <= 0 {
		return "", errEmail
	}
	local, domain := address[:at], address[at+1:]
	if strings.ContainsAny(local, `@",;:<>()[]\ `) || strings.ContainsAny(domain, `",;:<>()\ `) {
		return "", errEmail
	}
	if !isDotAtom(local) {
		return "", errLocal
	}
	domain, err := Domain(domain)
	if err != nil {
		return "", err
	}
	if len(local) > maxLocal || len(local)+1+len(domain) > maxAddress {
		return "", errLong
	}
	return local + "@" + domain, nil
}

// Domain is the normal form of what stands after the @.
func Domain(name string) (string, error) {
	if strings.HasPrefix(name, "[") {
		return "", errLiteral
	}
	ascii, err := domainProfile.ToASCII(name)
	if err != nil || !strings.Contains(ascii, ".") || strings.HasSuffix(ascii, ".") {
		return "", errDomain
	}
	if _, err := netip.ParseAddr(ascii); err == nil {
		return "", errLiteral
	}
	if top := ascii[strings.LastIndexByte(ascii, '.')+1:]; !strings.ContainsFunc(top, unicode.IsLetter) {
		return "", errDomain
	}
	return ascii, nil
}

// isDeceptive reports what could break a header or show another address than the
// real one. Other invisible characters come with pasted addresses and are
// removed.
func isDeceptive(r rune) bool {
	const rightToLeftOverride = '\u202E'
	return unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == unicode.ReplacementChar || r == rightToLeftOverride
}

// isDotAtom is the local part that needs no quotes (RFC 5322 §3.2.3).
func isDotAtom(text string) bool {
	for atom := range strings.SplitSeq(text, ".") {
		if atom == "" || strings.ContainsFunc(atom, isNotAtomText) {
			return false
		}
	}
	return true
}

func isNotAtomText(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", r)
}
