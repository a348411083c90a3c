package main

import (
	"context"
	"os"
)

type profileCommand struct {
	List   profileList   `cmd:"" help:"List a merchant's profiles."`
	Show   profileShow   `cmd:"" help:"Print a profile as JSON, as put takes it."`
	Put    profilePut    `cmd:"" help:"Make a profile, or replace it."`
	Delete profileDelete `cmd:"" help:"Delete a profile; sessions made with it stay as they are."`
}

// profileArgument names one profile.
type profileArgument struct {
	idArgument
	Profile string `arg:"" name:"profile-id" help:"Of your choice: letters, digits, dots, hyphens and underscores."`
}

type profileList struct {
	idArgument
	jsonFlag
	databaseFlags
}

func (c profileList) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).ListProfiles(ctx, c.ID)
}

type profileShow struct {
	profileArgument
	databaseFlags
}

func (c profileShow) Run(ctx context.Context) error {
	return operator(c.databaseFlags, jsonFlag{}).ShowProfile(ctx, c.ID, c.Profile)
}

type profilePut struct {
	profileArgument
	File *os.File `arg:"" help:"JSON as in the extension API (api/openhpp.yaml); - reads the standard input."`
	jsonFlag
	databaseFlags
}

func (c profilePut) Run(ctx context.Context) error {
	defer c.File.Close()
	return operator(c.databaseFlags, c.jsonFlag).PutProfile(ctx, c.ID, c.Profile, c.File)
}

type profileDelete struct {
	profileArgument
	jsonFlag
	databaseFlags
}

func (c profileDelete) Run(ctx context.Context) error {
	return operator(c.databaseFlags, c.jsonFlag).DeleteProfile(ctx, c.ID, c.Profile)
}
