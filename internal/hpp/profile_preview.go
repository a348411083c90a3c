package hpp

import (
	"cmp"
	"context"
)

// ProfilePreview is what pages take from a profile, to be shown before a session
// is made with it.
type ProfilePreview struct {
	Shop    string
	Options Options
	Locale  string // the profile's; may be empty
}

// PreviewProfile implements Profiles.
func (s *ProfileService) PreviewProfile(ctx context.Context, m Merchant, id, colorScheme string) (ProfilePreview, error) {
	var f fieldErrors
	scheme := parseEnum(&f, "color_scheme", colorScheme, "", SchemeAuto, SchemeLight, SchemeDark)
	if err := f.err(); err != nil {
		return ProfilePreview{}, err
	}
	p, err := s.Store.Profile(ctx, m.ID(), id)
	if err != nil {
		return ProfilePreview{}, err
	}
	// What is stored was checked when it came.
	options := p.Options.parse(&f, s.Contacts)
	options.Brand.ColorScheme = cmp.Or(scheme, options.Brand.ColorScheme)
	return ProfilePreview{Shop: m.Name(), Options: options, Locale: p.Locale}, nil
}
