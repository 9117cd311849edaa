/** Common suffixes and names of variables that hold secrets. */
const secretName =
  /^GROUNDPLAN_SECRET_|^DATABASE_URL$|(?:^|_)(?:TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|CREDENTIALS?|PAT|DSN|KEY)$|^PG(?:PASSWORD|SERVICEFILE|PASSFILE)$|_(?:DATABASE|POSTGRES(?:QL)?|REDIS|MONGO(?:DB)?)_UR[IL]$|SECRET|PASSWORD/i

/** Names that look like a secret but hold none. */
const publicName = /^(?:OLD)?PWD$|^GIT_CONFIG_KEY$|_PUBLIC_KEY$/i

/** True if the name suggests that the environment variable holds a secret. Ambiguous names count as secrets. */
export function isSecretVariable(name: string): boolean {
  return secretName.test(name) && !publicName.test(name)
}
