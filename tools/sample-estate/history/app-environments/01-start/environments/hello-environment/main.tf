terraform {
  required_version = ">= 1.6"
}

locals {
  lines  = [for _ in range(var.repeat) : "Hello, ${title(var.recipient)}!"]
  letter = join("\n", [for line in local.lines : var.shout ? upper(line) : line])
}

# Made anew whenever the recipient changes, in place otherwise.
resource "terraform_data" "letter" {
  input            = local.letter
  triggers_replace = [var.recipient]
}
