package markup

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"github.com/openhpp/openhpp/internal/page/view"
)

// addressPlace stands for the address of a form in HTML that is kept.
const addressPlace templ.SafeURL = "{address}"

// keptLists are the HTML of the languages' buttons around the form's address, by
// the current language: nothing else in it differs from page to page.
var keptLists sync.Map

// languageList is the choices; with buttons it is a sixth of a page's HTML.
func languageList(l *view.Languages, to templ.SafeURL) templ.Component {
	if !l.Form {
		return languageChoices(l, to)
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		parts, err := keptList(l)
		if err != nil {
			return err
		}
		address := templ.EscapeString(to)
		for i, part := range parts {
			if i > 0 {
				if _, err := io.WriteString(w, address); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}

func keptList(l *view.Languages) ([]string, error) {
	current := l.Current()
	if parts, kept := keptLists.Load(current); kept {
		return parts.([]string), nil //nolint:forcetypeassert // nothing else is put there
	}
	var html strings.Builder
	// Not the request's context: what is kept knows no request.
	if err := languageChoices(l, addressPlace).Render(context.Background(), &html); err != nil {
		return nil, err
	}
	parts := strings.Split(html.String(), string(addressPlace))
	keptLists.Store(current, parts)
	return parts, nil
}
