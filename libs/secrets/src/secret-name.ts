/** Lower case letters, digits and single dashes; up to 63 characters, so that a name can be part of an address or a variable. */
export function isSecretName(name: string): boolean {
  return name.length <= 63 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)
}
