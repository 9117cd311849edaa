# Filled in by `make module NAME=…`; not Terraform until then.

locals {
  tags = merge(var.tags, { Module = "platform-modules/{{ name }}" })
}

resource "{{ resource_type }}" "this" {
{{#each arguments}}
  {{ this }} = var.{{ this }}
{{/each}}

  tags = local.tags
}
