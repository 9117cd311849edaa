/** One constraint of several with commas. Source: https://github.com/hashicorp/go-version */
const constraint =
  /^\s*(?:=|!=|>=|<=|>|<|~>)?\s*v?\d+(?:\.\d+)*(?:-?[0-9A-Za-z~.-]+)?(?:\+[0-9A-Za-z~.-]+)?\s*$/

/** True if Terraform can read the text as version constraints, e.g. `>= 1.3, < 2.0`. */
export function isVersionConstraint(text: string): boolean {
  return text.split(',').every((each) => constraint.test(each))
}
