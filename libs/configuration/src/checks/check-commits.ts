import { parseChangeTemplate } from '@groundplan/blueprint-generator'
import { shorten } from '@groundplan/blueprint'
import { sampleViews, trailerPattern } from '../commit-rules.ts'
import type { CommitSettings, Configuration } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { isHostSecret, secretPrefix } from '../secret-names.ts'
import { checkAddress } from './check-references.ts'

/** Most lines that a message may end with. */
const maximumTrailers = 20

/** Identities, templates and the reference to the signing key. */
export function checkCommits({ commits, 'pull-requests': { title } }: Configuration): readonly Finding[] {
  return [
    ...checkIdentity('author', commits.author),
    ...checkIdentity('committer', commits.committer),
    ...checkSigningKey(commits['signing-key']),
    ...checkSubject(['commits', 'message'], commits.message),
    ...checkSubject(['pull-requests', 'title'], title),
    ...checkTrailers(commits.trailers),
  ]
}

function checkIdentity(key: string, identity: CommitSettings['author']): readonly Finding[] {
  if (identity === undefined) return []
  const { name, email } = identity
  const isName = name.trim() !== '' && name.length <= 100 && !/[<>\p{Cc}]/u.test(name)
  const isEmail = email.length <= 254 && /^[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+$/u.test(email)
  const finding = (field: string, message: string, hint: string): Finding => ({
    ...{ rule: 'identity', path: ['commits', key, field], message, hint },
  })
  return [
    ...(isName
      ? []
      : [
          finding(
            'name',
            `Invalid name "${shorten(name)}".`,
            'Use 1 to 100 characters, without `<` and `>`.',
          ),
        ]),
    ...(isEmail
      ? []
      : [
          finding(
            'email',
            `Invalid email address "${shorten(email)}".`,
            'Use an address such as `groundplan@bank.example`.',
          ),
        ]),
  ]
}

/** Invalid names are not quoted: they may be the key itself. */
function checkSigningKey(reference: CommitSettings['signing-key']): readonly Finding[] {
  if (reference === undefined) return []
  const path = ['commits', 'signing-key']
  if ('env' in reference) {
    if (isHostSecret(reference.env)) return []
    const message = 'The signing key refers to a variable that the configuration is not allowed to read.'
    const hint = `Use \`env: ${secretPrefix}…\` (uppercase), and set that variable in the server's environment.`
    return [{ rule: 'signing-key', path: [...path, 'env'], message, hint }]
  }
  if (!('file' in reference))
    return checkAddress(path, reference).map((finding) => ({ ...finding, rule: 'signing-key' }))
  if (/^(?:\/|[A-Za-z]:[\\/])[^\p{Cc}]{1,1000}$/u.test(reference.file)) return []
  const message = 'The path of the signing key is not absolute.'
  return [
    { rule: 'signing-key', path: [...path, 'file'], message, hint: 'Use a path such as `/run/secrets/key`.' },
  ]
}

/** Must be a template that never leaves out the subject. */
function checkSubject(path: readonly string[], text: string | undefined): readonly Finding[] {
  if (text === undefined) return []
  const { render, problems } = parseChangeTemplate(text)
  if (render === undefined) return problems.slice(0, 1).map((problem) => toFinding(path, problem))
  if (sampleViews.every((view) => render(view).includes(view.subject))) return []
  const message = 'The template leaves out {{subject}}.'
  return [toFinding(path, { message, hint: 'Write it as `PLAT-123 {{subject}}`, outside conditions.' })]
}

function toFinding(path: readonly string[], problem: { message: string; hint?: string }): Finding {
  const hint = problem.hint ?? 'Write it as `PLAT-123 {{subject}}`.'
  return { rule: 'template', path, message: problem.message, hint }
}

function checkTrailers(trailers: readonly string[]): readonly Finding[] {
  const path = ['commits', 'trailers']
  const hint = 'Write trailers as `Issue: PLAT-123`.'
  if (trailers.length > maximumTrailers)
    return [{ rule: 'trailer', path, message: `More than ${maximumTrailers} trailers.`, hint }]
  return trailers.flatMap((text, index): readonly Finding[] => {
    const own = [...path, String(index)]
    const { render, problems } = parseChangeTemplate(text)
    if (render === undefined) return problems.slice(0, 1).map((problem) => toFinding(own, problem))
    const isTrailer = (line: string) => line === '' || trailerPattern.test(line)
    if (sampleViews.map(render).every(isTrailer) && sampleViews.map(render).some((line) => line !== ''))
      return []
    return [{ rule: 'trailer', path: own, message: `"${shorten(text)}" is not a trailer.`, hint }]
  })
}
