package locale

import (
	"github.com/bojanz/currency"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Values fills the placeholders of a message.
type Values map[string]any

// Language writes for one payer: the messages of a catalogue, and numbers as
// the payer's country writes them in that language. Its zero value is not
// usable; Match makes one.
type Language struct {
	tag      language.Tag
	full     language.Tag // with the region, where there is one
	messages *i18n.Localizer
	refined  *i18n.Localizer // of the region alone; nil: it refines nothing
	money    *currency.Formatter
	rtl      bool
	texts    *cache[string, string]        // messages without placeholders, by key
	parsed   *cache[string, parsedMessage] // the others, by key
	counts   *cache[countKey, string]      // messages of few things
	percents *cache[int, string]           // by hundredths
	layouts  *cache[amountKind, amountLayout]
	// countries are their names, by code.
	countries *cache[string, string]
}

// matchCache holds the locales asked for so far. Merchants choose them, also wrong ones: so
// it is bounded.
var matchCache = cache[string, Language]{limit: 1000}

// Match picks the language of a session's locale, such as "sv-SE", "sv_SE" or
// "EN". A locale that is unknown, malformed or without a catalogue is English
// (hpp.md §6.1), with amounts written as English is in that country.
func Match(locale string) Language {
	if len(locale) > maxLocale {
		return match("")
	}
	return matchCache.get(locale, func() Language { return match(locale) })
}

// Bounds of header and locale, in bytes.
const (
	maxHeader = 500
	maxLocale = 100
)

func match(locale string) Language {
	// A malformed locale still yields what could be read of it.
	asked, _ := language.Parse(locale)
	best := fallback
	if _, i, confidence := catalogues.matcher.Match(asked); confidence >= language.High {
		best = catalogues.tags[i]
	}
	full := withRegionOf(best, asked)
	return Language{
		refined:   catalogues.refinements(full),
		tag:       best,
		full:      full,
		messages:  i18n.NewLocalizer(catalogues.bundle, best.String()),
		money:     moneyFormatter(full),
		rtl:       isRightToLeft(best),
		texts:     &cache[string, string]{limit: 1000},
		parsed:    &cache[string, parsedMessage]{limit: 1000},
		counts:    &cache[countKey, string]{limit: 200},
		percents:  &cache[int, string]{limit: 100},
		layouts:   &cache[amountKind, amountLayout]{limit: 100},
		countries: &cache[string, string]{limit: 300},
	}
}

// withRegionOf is a language in the region that another tag names, if it does.
func withRegionOf(whole, asked language.Tag) language.Tag {
	region, confidence := asked.Region()
	if confidence != language.Exact {
		return whole
	}
	// Both parts were parsed before: composing them cannot fail.
	full, _ := language.Compose(whole, region)
	return full
}

// Tag is the language's BCP 47 tag, the name of its catalogue.
func (l Language) Tag() string { return l.tag.String() }

// Locale is the tag with the region whose figures are written, for the lang
// attribute: "en-SE".
func (l Language) Locale() string { return l.full.String() }

// Direction is "ltr" or "rtl", for the dir attribute.
func (l Language) Direction() string {
	if l.rtl {
		return "rtl"
	}
	return "ltr"
}

func isRightToLeft(tag language.Tag) bool {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return true
	}
	return false
}

// Text is the message of a key. A key without a message is a programming
// error that tests find; payers would read the key.
func (l Language) Text(key string, values ...Values) string {
	if len(values) > 0 {
		return l.message(key).fill(mergeValues(values))
	}
	return l.texts.get(key, func() string { return l.localize(&i18n.LocalizeConfig{MessageID: key}) })
}

// countKey is a message about some number of things.
type countKey struct {
	key string
	n   int
}

// keptCounts is up to which number messages are kept: most pages speak of few
// things.
const keptCounts = 60

// Count is the message of a key in the plural form of n, which the message
// may hold as {{.Count}}.
func (l Language) Count(key string, n int) string {
	build := func() string {
		return l.localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: Values{"Count": l.Number(int64(n))}})
	}
	if n < 0 || n > keptCounts {
		return build()
	}
	return l.counts.get(countKey{key, n}, build)
}

func (l Language) localize(config *i18n.LocalizeConfig) string {
	// The library falls back from a region to English, not to the region's language.
	if l.refined != nil {
		if text, err := l.refined.Localize(config); err == nil {
			return text
		}
	}
	text, err := l.messages.Localize(config)
	if err != nil && text == "" {
		return config.MessageID
	}
	return text
}

func mergeValues(all []Values) Values {
	if len(all) == 1 {
		return all[0]
	}
	merged := Values{}
	for _, values := range all {
		for name, value := range values {
			merged[name] = value
		}
	}
	return merged
}
