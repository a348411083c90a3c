package api_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/openhpp/openhpp/api"
)

// Every contract must be a sound document, its examples included.
func TestContractsAreValid(t *testing.T) {
	files, err := api.Files.ReadDir(".")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d contracts, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			text, err := api.Files.ReadFile(file.Name())
			if err != nil {
				t.Fatal(err)
			}
			doc, err := openapi3.NewLoader().LoadFromData(text)
			if err != nil {
				t.Fatal(err)
			}
			if err := doc.Validate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
