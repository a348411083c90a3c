package message

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Bounds of what merchants wrote, in characters, and of the list.
const (
	shopLimit = 60
	lineLimit = 80
	unitLimit = 12
	maxLines  = 10
	// wideAmount is how many characters fit a small phone in the largest figures.
	wideAmount = 13
)

//go:embed letter.html
var source string

var markup = template.Must(template.New("letter").Parse(source))

// letter is what an e-mail says, in both of its forms.
type letter struct {
	locale.Language
	Lang, Dir, Start, End   string
	Subject, Heading, Test  string
	Initial                 string // for the mark beside the heading; may be empty
	Label, Amount           string
	Long                    bool // the amount wants smaller figures
	Until, Button           string
	CheckBefore, CheckAfter string // around the host
	Host                    string
	Lines                   []line
	More                    string
	Copy, Link              string
	Why, Unexpected         string
	StopLabel, Stop         string
	Filler                  string // keeps what follows out of the preview
	MSO                     mso
}

// line is one thing bought. Quantity is empty for one piece.
type line struct{ Quantity, Name, Amount string }

// mso is for Outlook on Windows, which knows no largest width. The template
// would drop these comments if they were its own.
type mso struct{ Open, Close template.HTML }

const (
	msoOpen  = `<!--[if mso]><table role="presentation" align="center" width="480" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`
	msoClose = `<!--[if mso]></td></tr></table><![endif]-->`
)

// ComposeMail writes the e-mail of an invitation to one address in its normal
// form. The same invitation gives the same bytes. An error means that the
// invitation itself is malformed.
func ComposeMail(i Invitation, to string) (Mail, error) {
	if err := i.check(); err != nil {
		return Mail{}, err
	}
	l := i.letter()
	var page strings.Builder
	if err := markup.Execute(&page, l); err != nil {
		return Mail{}, fmt.Errorf("message: %w", err)
	}
	return Mail{
		ID: i.ID, To: to, Shop: i.shop(shopLimit), Subject: l.Subject, Text: l.text(), HTML: page.String(),
		Stop: i.Stop, Lang: l.Lang, At: i.CreatedAt.UTC(),
	}, nil
}

func (i Invitation) letter() letter {
	t := i.language()
	name := i.shop(shopLimit)
	shop := locale.Values{"Shop": beside(t, name)}
	before, after, _ := strings.Cut(t.Text("mail.check", locale.Values{"Host": "\x00"}), "\x00")
	l := letter{
		Language: t, Lang: t.Locale(), Dir: t.Direction(), Start: "left", End: "right",
		Subject: plainSpaces(t.Text("mail.subject", locale.Values{"Shop": beside(t, name), "Amount": i.amount()})),
		Heading: t.Text("mail.heading", shop), Initial: initial(name),
		Label: t.Text("summary.amount"), Amount: i.amount(), Long: utf8.RuneCountInString(i.amount()) > wideAmount,
		Until:  t.Text("mail.until", locale.Values{"Time": t.Time(i.ExpiresAt, i.Purchase.Country)}),
		Button: t.Text("mail.button"), Host: i.host(), CheckBefore: before, CheckAfter: after,
		Copy: t.Text("mail.copy"), Link: i.Link,
		Why: t.Text("mail.why", shop), Unexpected: t.Text("mail.unexpected"),
		StopLabel: t.Text("mail.stop", shop), Stop: i.Stop,
		Filler: strings.Repeat("\u00a0\u200c", 40),
		MSO:    mso{Open: msoOpen, Close: msoClose},
	}
	if l.Dir == "rtl" {
		l.Start, l.End = l.End, l.Start
	}
	if i.Test {
		l.Test = t.Text("frame.test")
	}
	l.list(i.Purchase)
	return l
}

func (l *letter) list(p hpp.Purchase) {
	for n, bought := range p.Lines {
		if n == maxLines {
			l.More = l.Count("summary.more", len(p.Lines)-n)
			return
		}
		one := line{Name: cmp.Or(harmless(bought.Name, lineLimit), gap), Amount: l.Money(bought.Total, p.Currency)}
		if bought.Quantity > 1 {
			one.Quantity = strconv.FormatInt(bought.Quantity, 10)
			if unit := harmless(bought.Unit, unitLimit); unit != "" {
				one.Quantity += "\u00a0" + unit
			}
		}
		l.Lines = append(l.Lines, one)
	}
}

// text is the letter for readers without HTML.
func (l letter) text() string {
	var b strings.Builder
	paragraph := func(lines ...string) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for _, line := range lines {
			b.WriteString(line + "\n")
		}
	}
	if l.Test != "" {
		paragraph(l.Test)
	}
	paragraph(l.Heading)
	paragraph(l.Label+": "+l.Amount, l.Until)
	paragraph(l.Button+":", l.Link)
	paragraph(l.CheckBefore + l.Host + l.CheckAfter)
	var lines []string
	for _, one := range l.Lines {
		name := one.Name
		if one.Quantity != "" {
			name = one.Quantity + " × " + name
		}
		lines = append(lines, "- "+beside(l.Language, name)+": "+one.Amount)
	}
	if l.More != "" {
		lines = append(lines, l.More)
	}
	if len(lines) > 0 {
		paragraph(lines...)
	}
	paragraph("--", l.Why, l.Unexpected)
	paragraph(l.StopLabel+":", l.Stop)
	return b.String()
}

// beside keeps the direction of somebody's words from leaking into a sentence
// of ours, where the two differ.
func beside(l locale.Language, words string) string {
	if l.Direction() == "ltr" && !strings.ContainsFunc(words, rightToLeft) {
		return words
	}
	return "\u2068" + words + "\u2069"
}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam, unicode.Hanifi_Rohingya)
}

// plainSpaces replaces spaces that would make a header longer than it looks.
func plainSpaces(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

// initial is the letter that stands for a shop.
func initial(name string) string {
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return strings.ToUpper(string(r))
		}
	}
	return ""
}
