/** Formats of secrets that are recognizable anywhere, with display names. */
const shapes: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g],
  ['a GitLab token', /\bgl(?:pat|dt|ptt|rt)-[\w-]{20,255}/g],
  ['an Atlassian token', /\bAT(?:ATT|CTT)3[\w=+/-]{20,300}/g],
  ['a Bitbucket app password', /\bATBB[A-Za-z0-9_=.-]{24,64}\b/g],
  ['a Bitbucket Data Center token', /\bBBDC-[A-Za-z0-9+/@_-]{40,64}/g],
  ['a Slack token', /\bxox[abposr]-\d{6,20}-[A-Za-z0-9-]{10,255}/g],
  ['a Slack webhook URL', /\bhooks\.slack\.com\/services\/T\w{5,20}\/B\w{5,20}\/\w{16,40}/g],
  ['a Google API key', /\bAIza[\w-]{35}\b/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,255}\b/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['an HCP Terraform token', /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,255}/g],
  ['a Vault token', /\bhvs\.[\w-]{24,255}/g],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}\b/g],
]

/** Finds all secrets of known formats in a text, with name and offset. Ignores vendors' example keys. */
export function findKnownSecrets(
  text: string,
): readonly { readonly name: string; readonly offset: number }[] {
  return shapes.flatMap(([name, pattern]) =>
    [...text.matchAll(pattern)].flatMap(({ 0: found, index }) =>
      isExample(found) ? [] : [{ name, offset: index }],
    ),
  )
}

/** Vendors write EXAMPLE into theirs; people write one character many times. */
function isExample(found: string): boolean {
  return /EXAMPLE/i.test(found) || /(.)\1{7}/.test(found)
}
