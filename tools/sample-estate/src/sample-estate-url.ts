/** The address by which Terraform sources call a sample repository. No such host exists. */
export function sampleEstateUrl(name: string): string {
  return `https://git.northbank.example/platform/${name}.git`
}
