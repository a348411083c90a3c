package merchantimage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// MaxBytes is how large a merchant's file may be: as large as the provider
// takes for images of products (hpp.md §6).
const MaxBytes = 12 << 20

const (
	fetchTimeout = 10 * time.Second // for one file, from dialling to its last byte
	refetchAfter = 24 * time.Hour   // how long a file is not fetched again

	saveTimeout = 5 * time.Second // for storing the result
)

// ErrUnknown means that nothing is kept under a name.
var ErrUnknown = errors.New("merchant image: unknown")

// Image is what is kept: bytes that we encoded ourselves.
type Image struct {
	Name          string // of the content: its hash and tone, with an extension
	Kind          string // media type
	Width, Height int    // pixels
	Bytes         []byte
}

// Source is the address of an image and what came of it. The key is a hash of
// the address, which may hold a secret.
type Source struct {
	Key       string
	Image     string // name; empty: the file could not be used
	Width     int
	Height    int
	FetchedAt time.Time // UTC, milliseconds
}

// Store keeps images. Each method is one transaction.
type Store interface {
	// Save stores a source and, unless it is empty or known, its image.
	Save(ctx context.Context, s Source, p Image) error
	// Sources answers what is known of keys, by key.
	Sources(ctx context.Context, keys []string) (map[string]Source, error)
	// Image answers ErrUnknown for a name that was never kept.
	Image(ctx context.Context, name string) (Image, error)
}

// Client calls foreign addresses; egress.Client does.
type Client interface {
	Do(req *http.Request, timeout time.Duration) (*http.Response, error)
}

// Fetcher fetches and finds images. All fields are required.
type Fetcher struct {
	Client Client
	Store  Store
	Now    func() time.Time
	Log    *slog.Logger
	// Reencode re-encodes an image from a file; Child does. An
	// ErrUnusable is remembered, any other error is worth another try.
	Reencode func(ctx context.Context, use Use, file []byte) (Image, error)
}

// key names a source: the same file is another image in another use.
func key(use Use, address string) string {
	sum := sha256.Sum256([]byte(string(use) + "\n" + address))
	return hex.EncodeToString(sum[:])
}

// Fetch fetches an image for a use, unless that was done within refetchAfter.
// An error is worth another try. A file that cannot be used is no error: its
// source is stored without an image.
func (f Fetcher) Fetch(ctx context.Context, use Use, address string) error {
	source := Source{Key: key(use, address), FetchedAt: f.Now().UTC().Truncate(time.Millisecond)}
	known, err := f.Store.Sources(ctx, []string{source.Key})
	if err != nil {
		return err
	}
	if before, ok := known[source.Key]; ok && source.FetchedAt.Sub(before.FetchedAt) < refetchAfter {
		return nil
	}
	file, err := f.download(ctx, address)
	if err != nil {
		return err
	}
	made, err := f.Reencode(ctx, use, file)
	if errors.Is(err, ErrUnusable) {
		f.Log.InfoContext(ctx, "merchant image not usable", "use", string(use), "error", err)
		made, err = Image{}, nil
	}
	if err != nil {
		return err
	}
	source.Image, source.Width, source.Height = made.Name, made.Width, made.Height
	// The result is stored even when this try's time has ended by now: fetching
	// the file again would cost the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	return f.Store.Save(ctx, source, made)
}

func (f Fetcher) download(ctx context.Context, address string) (file []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, errors.New("merchant image: the address cannot be called")
	}
	req.Header.Set("Accept", "image/png, image/jpeg, image/webp, image/gif")
	resp, err := f.Client.Do(req, fetchTimeout)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("merchant image: the host answers %d", resp.StatusCode)
	}
	return io.ReadAll(resp.Body)
}

// Find answers the stored images of addresses in a use, by address. An address
// without an image is left out.
func (f Fetcher) Find(ctx context.Context, use Use, addresses ...string) (map[string]Source, error) {
	keys := make([]string, len(addresses))
	for i, address := range addresses {
		keys[i] = key(use, address)
	}
	known, err := f.Store.Sources(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[string]Source{}
	for i, address := range addresses {
		if source := known[keys[i]]; source.Image != "" {
			found[address] = source
		}
	}
	return found, nil
}
