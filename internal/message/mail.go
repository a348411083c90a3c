package message

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Bounds of a merchant's texts, in characters, and of the list of lines.
const (
	maxShop  = 60
	maxLine  = 80
	maxUnit  = 12
	maxLines = 10
	// wideAmount is how many characters fit a small phone in the largest figures.
	wideAmount = 13
)

//go:embed mail.html
var mailHTML string

var mailTemplate = template.Must(template.New("letter").Parse(mailHTML))

// mailContent is what an e-mail says, in both of its forms.
type mailContent struct {
	locale.Language
	Lang, Dir, Start, End   string
	Subject, Heading, Test  string
	Initial                 string // for the mark beside the heading; may be empty
	Label, Amount           string
	Long                    bool // the amount needs a smaller font
	Until, Button           string
	CheckBefore, CheckAfter string // around the host
	Host                    string
	Lines                   []line
	More                    string
	Facts                   []line // of a receipt
	Copy, Link              string
	Why, Unexpected         string
	StopLabel, Stop         string
	Filler                  string // fills the preview of mail programs, so that nothing else shows there
	MSO                     mso
}

// line is one line of the purchase. Quantity is empty for one piece.
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
	return i.mailContent().mail(Mail{ID: i.ID, To: to, At: i.CreatedAt.UTC()}, i)
}

// mail is what is sent of the content: the same in text and HTML.
func (l mailContent) mail(m Mail, i Invitation) (Mail, error) {
	var page strings.Builder
	if err := mailTemplate.Execute(&page, l); err != nil {
		return Mail{}, fmt.Errorf("message: %w", err)
	}
	m.Shop, m.Subject, m.Text, m.HTML = i.shopName(maxShop), l.Subject, l.plainText(), page.String()
	m.Stop, m.Lang = i.Stop, l.Lang
	return m, nil
}

func (i Invitation) mailContent() mailContent {
	l := i.mailFrame("mail.subject", "mail.heading", "mail.why")
	l.CheckBefore, l.CheckAfter, _ = strings.Cut(l.Text("mail.check", locale.Values{"Host": "\x00"}), "\x00")
	l.Label = l.Text("summary.amount")
	l.Until = l.Text("mail.until", locale.Values{"Time": l.Time(i.ExpiresAt, i.Purchase.Country)})
	l.Button, l.Host, l.Copy, l.Link = l.Text("mail.button"), i.linkHost(), l.Text("mail.copy"), i.Link
	l.Unexpected = l.Text("mail.unexpected")
	return l
}

// mailFrame is what every e-mail about a purchase has, with the texts of these keys.
func (i Invitation) mailFrame(subject, heading, why string) mailContent {
	t := i.language()
	name := i.shopName(maxShop)
	shop := locale.Values{"Shop": isolate(t, name)}
	l := mailContent{
		Language: t, Lang: t.Locale(), Dir: t.Direction(), Start: "left", End: "right",
		Subject: replaceNoBreakSpaces(t.Text(subject, locale.Values{"Shop": isolate(t, name), "Amount": i.amount()})),
		Heading: t.Text(heading, shop), Initial: initial(name),
		Amount: i.amount(), Long: utf8.RuneCountInString(i.amount()) > wideAmount,
		Why: t.Text(why, shop), StopLabel: t.Text("mail.stop", shop), Stop: i.Stop,
		Filler: strings.Repeat("\u00a0\u200c", 40),
		MSO:    mso{Open: msoOpen, Close: msoClose},
	}
	if l.Dir == "rtl" {
		l.Start, l.End = l.End, l.Start
	}
	if i.Test {
		l.Test = t.Text("frame.test")
	}
	l.addLines(i.Purchase)
	return l
}

func (l *mailContent) addLines(p hpp.Purchase) {
	for n, bought := range p.Lines {
		if n == maxLines {
			l.More = l.Count("summary.more", len(p.Lines)-n)
			return
		}
		one := line{Name: cmp.Or(sanitize(bought.Name, maxLine), ellipsis), Amount: l.Money(bought.Total, p.Currency)}
		if bought.Quantity > 1 {
			one.Quantity = l.Number(bought.Quantity)
			if unit := sanitize(bought.Unit, maxUnit); unit != "" {
				one.Quantity += "\u00a0" + unit
			}
		}
		l.Lines = append(l.Lines, one)
	}
}

// plainText is the e-mail for readers without HTML.
func (l mailContent) plainText() string {
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
	if l.Button != "" {
		paragraph(l.Button+":", l.Link)
		paragraph(l.CheckBefore + l.Host + l.CheckAfter)
	}
	var lines []string
	for _, one := range l.Lines {
		name := one.Name
		if one.Quantity != "" {
			name = one.Quantity + " × " + name
		}
		lines = append(lines, "- "+isolate(l.Language, name)+": "+one.Amount)
	}
	if l.More != "" {
		lines = append(lines, l.More)
	}
	if len(lines) > 0 {
		paragraph(lines...)
	}
	l.writeFacts(paragraph)
	paragraph(strings.TrimRight("--\n"+l.Why+"\n"+l.Unexpected, "\n"))
	paragraph(l.StopLabel+":", l.Stop)
	return b.String()
}

// writeFacts writes what only a receipt has.
func (l mailContent) writeFacts(paragraph func(lines ...string)) {
	var lines []string
	for _, one := range l.Facts {
		lines = append(lines, one.Name+": "+isolate(l.Language, one.Amount))
	}
	if len(lines) > 0 {
		paragraph(lines...)
	}
}

// isolate keeps a name in another direction of writing from reordering the
// sentence around it (Unicode bidirectional isolates).
func isolate(l locale.Language, words string) string {
	if l.Direction() == "ltr" && !strings.ContainsFunc(words, isRightToLeft) {
		return words
	}
	return "\u2068" + words + "\u2069"
}

func isRightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam, unicode.Hanifi_Rohingya)
}

// replaceNoBreakSpaces replaces spaces that would make a header longer than it looks.
func replaceNoBreakSpaces(text string) string {
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
