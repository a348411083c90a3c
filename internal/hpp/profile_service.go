package hpp

import (
	"context"
	"time"
)

// ProfileService keeps merchants' profiles. All fields are required; Check
// names those that are missing.
type ProfileService struct {
	Store    ProfileStore
	Contacts Contacts
	Now      func() time.Time
}

// Check reports an error that names every missing field.
func (s *ProfileService) Check() error { return checkComplete(*s) }

// Profiles is a merchant's work on profiles. ProfileService implements it.
type Profiles interface {
	// PutProfile makes or replaces a profile: an *Error naming every field at
	// fault, or the profile and whether it is new.
	PutProfile(ctx context.Context, m Merchant, id string, input ProfileInput) (p Profile, created bool, err error)
	Profile(ctx context.Context, m Merchant, id string) (Profile, error)
	ListProfiles(ctx context.Context, m Merchant) ([]Profile, error)
	DeleteProfile(ctx context.Context, m Merchant, id string) error
	// PreviewProfile answers what pages take from a profile. colorScheme takes the
	// place of the profile's, unless it is empty.
	PreviewProfile(ctx context.Context, m Merchant, id, colorScheme string) (ProfilePreview, error)
}

// PutProfile implements Profiles.
func (s *ProfileService) PutProfile(ctx context.Context, m Merchant, id string, input ProfileInput) (Profile, bool, error) {
	p, err := input.parse(id, s.Contacts)
	if err != nil {
		return Profile{}, false, err
	}
	p.Merchant, p.UpdatedAt = m.ID(), truncateTime(s.Now())
	created, err := s.Store.PutProfile(ctx, p, maxProfiles)
	return p, created, err
}

// Profile implements Profiles.
func (s *ProfileService) Profile(ctx context.Context, m Merchant, id string) (Profile, error) {
	return s.Store.Profile(ctx, m.ID(), id)
}

// ListProfiles implements Profiles.
func (s *ProfileService) ListProfiles(ctx context.Context, m Merchant) ([]Profile, error) {
	return s.Store.ListProfiles(ctx, m.ID())
}

// DeleteProfile implements Profiles. Sessions made with the profile keep what
// they took from it.
func (s *ProfileService) DeleteProfile(ctx context.Context, m Merchant, id string) error {
	return s.Store.DeleteProfile(ctx, m.ID(), id)
}

// findProfile is the profile named by a request; the zero one when none is.
func findProfile(ctx context.Context, store ProfileStore, merchant MerchantID, id string) (Profile, error) {
	if id == "" {
		return Profile{}, nil
	}
	if !profileID.MatchString(id) {
		return Profile{}, ErrNoProfile
	}
	return store.Profile(ctx, merchant, id)
}
