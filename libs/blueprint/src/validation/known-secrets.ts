/** Shapes of secrets that are secrets wherever they stand, with their names for people. */
const shapes: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/g],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g],
  ['a token of GitLab', /\bgl(?:pat|dt|ptt|rt)-[\w-]{20,255}/g],
  ['a token of Atlassian', /\bAT(?:ATT|CTT)3[\w=+/-]{20,300}/g],
  ['an app password of Bitbucket', /\bATBB[A-Za-z0-9_=.-]{24,64}\b/g],
  ['a token of Bitbucket Data Center', /\bBBDC-[A-Za-z0-9+/@_-]{40,64}/g],
  ['a token of Slack', /\bxox[abposr]-\d{6,20}-[A-Za-z0-9-]{10,255}/g],
  ['a webhook of Slack', /\bhooks\.slack\.com\/services\/T\w{5,20}\/B\w{5,20}\/\w{16,40}/g],
  ['a key of Google', /\bAIza[\w-]{35}\b/g],
  ['a key of Stripe', /\b[rs]k_live_[A-Za-z0-9]{20,255}\b/g],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a token of HCP Terraform', /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,255}/g],
  ['a token of Vault', /\bhvs\.[\w-]{24,255}/g],
  ['a key of SendGrid', /\bSG\.[\w-]{22}\.[\w-]{43}\b/g],
]

/** Every secret of a known shape in a text: what it is and where it begins. Keys of vendors' own examples are none. */
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
