import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderFiles, parseDiff } from './parse-diff.ts'

const added = `diff --git a/blueprints/db.yaml b/blueprints/db.yaml
new file mode 100644
index 0000000..1111111
--- /dev/null
+++ b/blueprints/db.yaml
@@ -0,0 +1,2 @@
+spec_version: 2
+description: A database
`

const changed = `diff --git a/a.yaml b/a.yaml
index 1111111..2222222 100644
--- a/a.yaml
+++ b/a.yaml
@@ -1,4 +1,4 @@ inputs:
 one
--- not a header
+++ not a header either
 three
-@@ -1,1 +1,1 @@
+@@ -2,2 +2,2 @@
\\ No newline at end of file
@@ -20 +20 @@
-x
+y
diff --git a/b.md b/b.md
deleted file mode 100644
--- a/b.md
+++ /dev/null
@@ -1 +0,0 @@
-gone
`

describe('parseDiff', () => {
  it('reads a new file with its line numbers', () => {
    const [file] = parseDiff(added)
    expect(file).toMatchObject({
      oldPath: undefined,
      newPath: 'blueprints/db.yaml',
      kind: 'added',
      added: 2,
      removed: 0,
    })
    expect(file?.hunks[0]?.lines.map(({ newNumber }) => newNumber)).toEqual([1, 2])
  })

  it('takes lines that look like headers for content while the hunk lasts', () => {
    const [file] = parseDiff(changed)
    expect(file?.hunks).toHaveLength(2)
    expect(file?.hunks[0]?.section).toBe('inputs:')
    expect(file?.hunks[0]?.lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'context one',
      'removed -- not a header',
      'added ++ not a header either',
      'context three',
      'removed @@ -1,1 +1,1 @@',
      'added @@ -2,2 +2,2 @@',
      'note No newline at end of file',
    ])
  })

  it('counts both sides on their own', () => {
    const [file, gone] = parseDiff(changed)
    expect(file?.hunks[1]?.lines).toEqual([
      { kind: 'removed', text: 'x', oldNumber: 20, newNumber: undefined },
      { kind: 'added', text: 'y', oldNumber: undefined, newNumber: 20 },
    ])
    expect(gone).toMatchObject({ kind: 'removed', oldPath: 'b.md', newPath: undefined, removed: 1 })
  })

  it('reads renames, binary files, mode changes and quoted names', () => {
    const files = parseDiff(`diff --git a/old.md b/new.md
similarity index 100%
rename from old.md
rename to new.md
diff --git a/logo.png b/logo.png
index 1..2 100644
Binary files a/logo.png and b/logo.png differ
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git "a/f\\303\\274r \\"x\\".md" "b/f\\303\\274r \\"x\\".md"
--- "a/f\\303\\274r \\"x\\".md"
+++ "b/f\\303\\274r \\"x\\".md"
@@ -1 +1 @@
-a
+b
`)
    expect(files.map(({ kind, newPath, isBinary }) => ({ kind, newPath, isBinary }))).toEqual([
      { kind: 'renamed', newPath: 'new.md', isBinary: false },
      { kind: 'changed', newPath: 'logo.png', isBinary: true },
      { kind: 'changed', newPath: 'run.sh', isBinary: false },
      { kind: 'changed', newPath: 'für "x".md', isBinary: false },
    ])
  })

  it('shows blueprints before what is said about them', () => {
    const paths = ['blueprints/a.md', 'blueprints/a.yaml', 'blueprints/b.md', 'blueprints/b.yaml']
    const files = paths.map((newPath) => ({
      ...{ newPath, oldPath: newPath, kind: 'changed', isBinary: false, hunks: [], added: 0, removed: 0 },
    })) as Parameters<typeof orderFiles>[0]
    expect(orderFiles(files).map(({ newPath }) => newPath)).toEqual([
      ...['blueprints/a.yaml', 'blueprints/b.yaml', 'blueprints/a.md', 'blueprints/b.md'],
    ])
  })

  it('gives nothing for no diff', () => {
    expect(parseDiff('')).toEqual([])
    expect(parseDiff('fatal: bad object')).toEqual([])
  })

  it('never throws and never invents lines', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'diff --git a/x b/x',
        '--- a/x',
        '+++ b/x',
        '@@ -1,3 +1,9 @@',
        '@@ -1 +0,0 @@',
        '+a',
        '-b',
        ' c',
        '\\',
      ),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const shown = parseDiff(lines.join('\n')).flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines))
        expect(shown.length).toBeLessThanOrEqual(lines.join('\n').split('\n').length)
      }),
    )
  })
})
