terraform {
  required_version = ">= 1.6"
}

locals {
  name  = title(var.recipient)
  words = concat([{ language = "en", text = "Hello" }], var.greetings)

  lines = flatten([
    for word in local.words : [for _ in range(var.repeat) : format("%s, %s!", word.text, local.name)]
  ])

  signed = var.signature == null ? local.lines : concat(local.lines, ["${var.signature.prefix} ${var.signature.name}"])
  letter = join("\n", [for line in local.signed : var.shout ? upper(line) : line])
}

# Made anew whenever the recipient changes, in place otherwise.
resource "terraform_data" "letter" {
  input            = local.letter
  triggers_replace = [var.recipient]
}

resource "terraform_data" "seal" {
  # Only the fingerprint is kept, not the pass phrase.
  input = var.pass_phrase == null ? "unsealed" : nonsensitive(sha256("${var.pass_phrase}:${local.letter}"))
}
