package checkout

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"html"
	"net/url"
	"strings"

	"golang.org/x/text/language"
)

// stringList of the snippet's link, by language.
var pay = map[string]string{"en": "Continue to payment", "sv": "Fortsätt till betalningen"}

// container is the element that clients look for, and that the script draws into.
const container = "klarna-checkout-container"

// snippet is what a shop puts into its page: a container with a link, and, where
// there is a script that shows the order there, one that loads it
// (docs/spec/snippet.md S1). The link leads to the order's page where no script
// runs, or its part does not come.
func (s *Service) snippet(o Order) string {
	language, _, _ := strings.Cut(strings.ToLower(o.Purchase.Locale), "-")
	link := `<a target="_top" href="` + html.EscapeString(s.link(o.ID)) + `">` + html.EscapeString(cmp.Or(pay[language], pay["en"])) + `</a>`
	if s.SnippetScript == "" {
		return `<div id="` + container + `">` + link + `</div>`
	}
	return `<div id="` + container + `" style="overflow: hidden">` +
		`<div id="klarna-unsupported-page" hidden>` + link + `</div>` +
		`<script>` + loader + `(window, document, ` + s.scriptConfig(o) + `)</script>` +
		`<noscript>` + link + `</noscript></div>`
}

//go:embed snippet.js
var loaderText string

// loader is the snippet's one script, up to its arguments.
var loader = strings.TrimSpace(loaderText)

// scriptConfig is what the script is told, as JSON that cannot end an element.
func (s *Service) scriptConfig(o Order) string {
	p := o.Purchase
	config, _ := json.Marshal(map[string]any{ // texts and numbers always encode
		"container": container, "ORDER_URL": s.PublicURL + ScriptOrders + url.PathEscape(o.ID), "AUTH_HEADER": ScriptScheme + " " + s.scriptProof(o.ID),
		"LOCALE": strings.ToLower(p.Locale), "ORDER_STATUS": o.Status, "MERCHANT_NAME": o.Shop, "GUI_OPTIONS": guiOptions(p.Gui),
		"ALLOW_SEPARATE_SHIPPING_ADDRESS": p.Options.AllowSeparateShippingAddress, "PURCHASE_COUNTRY": alpha3(p.PurchaseCountry),
		"PURCHASE_CURRENCY": p.PurchaseCurrency, "TESTDRIVE": true, "BOOTSTRAP_SRC": s.SnippetScript, "FE_EVENTS_DISABLED": true,
		"CLIENT_EVENT_HOST": s.PublicURL,
	})
	return string(config)
}

func guiOptions(gui map[string]any) any {
	if options, ok := gui["options"]; ok {
		return options
	}
	return []any{}
}

// alpha3 is a country in three letters, lower case, as browsers get it.
func alpha3(country string) string {
	region, err := language.ParseRegion(country)
	if err != nil {
		return strings.ToLower(country)
	}
	return strings.ToLower(region.ISO3())
}
