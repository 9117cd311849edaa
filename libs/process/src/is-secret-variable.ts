/** Endings and names by which variables with secrets are commonly called. */
const secretName =
  /^GROUNDPLAN_SECRET_|^DATABASE_URL$|(?:^|_)(?:TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|CREDENTIALS?|PAT|DSN|KEY)$|^PG(?:PASSWORD|SERVICEFILE|PASSFILE)$|_(?:DATABASE|POSTGRES(?:QL)?|REDIS|MONGO(?:DB)?)_UR[IL]$|SECRET|PASSWORD/i

/** Names that end like a secret and hold none. */
const publicName = /^(?:OLD)?PWD$|^GIT_CONFIG_KEY$|_PUBLIC_KEY$/i

/** Tells from its name whether an environment variable holds a secret. Names that cannot be told apart count as secrets. */
export function isSecretVariable(name: string): boolean {
  return secretName.test(name) && !publicName.test(name)
}
