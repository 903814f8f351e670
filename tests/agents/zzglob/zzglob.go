// Package zzglob stands in for the file-name globbing of buildkite-agent, so that the agent builds from modules that
// every proxy serves. It covers what the agent calls and is written on doublestar; it is used by tests only.
package zzglob

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Pattern is a checked glob: ** crosses folders, {a,b} alternates.
type Pattern struct{ glob string }

// ParseOption changes how a glob is read.
type ParseOption func(*reading)

type reading struct{ tilde bool }

// GlobOption changes how folders are walked.
type GlobOption func(*walking)

type walking struct{ followLinks bool }

// ExpandTilde says whether a leading ~/ is the home folder; it is by default.
func ExpandTilde(on bool) ParseOption { return func(r *reading) { r.tilde = on } }

// TraverseSymlinks says whether links to folders are followed; they are by default.
func TraverseSymlinks(on bool) GlobOption { return func(w *walking) { w.followLinks = on } }

// WalkIntermediateDirs is accepted and ignored: only matches are visited.
func WalkIntermediateDirs(bool) GlobOption { return func(*walking) {} }

// Parse checks a glob.
func Parse(glob string, options ...ParseOption) (*Pattern, error) {
	r := reading{tilde: true}
	for _, option := range options {
		option(&r)
	}
	if rest, found := strings.CutPrefix(glob, "~/"); found && r.tilde {
		if home, err := os.UserHomeDir(); err == nil {
			glob = filepath.Join(home, rest)
		}
	}
	if !doublestar.ValidatePathPattern(glob) {
		return nil, doublestar.ErrBadPattern
	}
	return &Pattern{glob: glob}, nil
}

// Match says whether a path fits.
func (p *Pattern) Match(path string) bool {
	fits, err := doublestar.PathMatch(p.glob, path)
	return err == nil && fits
}

// Glob visits every file that fits.
func (p *Pattern) Glob(visit fs.WalkDirFunc, options ...GlobOption) error {
	w := walking{followLinks: true}
	for _, option := range options {
		option(&w)
	}
	var how []doublestar.GlobOption
	if !w.followLinks {
		how = append(how, doublestar.WithNoFollow())
	}
	paths, err := doublestar.FilepathGlob(p.glob, how...)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := show(path, visit); err != nil {
			return err
		}
	}
	return nil
}

func show(path string, visit fs.WalkDirFunc) error {
	info, err := os.Lstat(path)
	if err != nil {
		return visit(path, nil, err)
	}
	return visit(path, fs.FileInfoToDirEntry(info), nil)
}

// MultiGlob visits what fits the patterns, one pattern after the other.
func MultiGlob(_ context.Context, patterns []*Pattern, visit fs.WalkDirFunc, options ...GlobOption) error {
	for _, pattern := range patterns {
		if err := pattern.Glob(visit, options...); err != nil {
			return err
		}
	}
	return nil
}
