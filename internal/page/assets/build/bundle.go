package build

import (
	"bytes"
	"io/fs"
)

// bundles are the files that are made of parts, in the order of the parts:
// styles of later ones win. The page that is paid on has a stylesheet of its
// own, since its first paint waits for every byte.
var bundles = map[string][]string{
	"pay.css": {
		"style/root.css", "style/base.css", "style/test.css", "style/shop.css", "style/frame.css", "style/disclosure.css",
		"style/summary.css", "style/methods.css", "style/fields.css", "style/payer.css", "style/buttons.css", "style/notes.css", "style/go.css",
		"style/motion.css", "style/modes.css",
	},
	"code.css": {
		"style/root.css", "style/base.css", "style/test.css", "style/shop.css", "style/frame.css", "style/disclosure.css",
		"style/summary.css", "style/fields.css", "style/buttons.css", "style/second.css", "style/notes.css", "style/card.css", "style/code.css", "style/motion.css", "style/modes.css",
	},
	"backdrop.css": {"style/backdrop.css"},
	"logo.css":     {"style/logo.css"},
	"idle.css":     {"style/second.css", "style/idle.css"},
	"page.css": {
		"style/root.css", "style/base.css", "style/test.css", "style/shop.css", "style/frame.css", "style/disclosure.css",
		"style/summary.css", "style/fields.css", "style/buttons.css", "style/second.css", "style/notes.css", "style/card.css", "style/sheet.css",
		"style/sign.css", "style/step.css", "style/facts.css", "style/poster.css", "style/access.css", "style/motion.css", "style/tick.css", "style/modes.css", "style/print.css",
	},
	"page.js": {
		"script/page.js", "script/enter.js", "script/submit.js", "script/news.js", "script/offline.js", "script/delivery.js",
		"script/idle.js", "script/closing.js", "script/copy.js", "script/leave.js", "script/show.js",
	},
}

// join is a bundle's text. Parts of a script share one scope.
func join(sources fs.FS, parts []string) ([]byte, error) {
	texts := make([][]byte, len(parts))
	for i, part := range parts {
		text, err := fs.ReadFile(sources, part)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return bytes.Join(texts, []byte("\n")), nil
}
