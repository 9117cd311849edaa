variable "name" {
  description = "Name of the repository, such as payments/api."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+(?:[._/-][a-z0-9]+)*$", var.name)) && length(var.name) <= 256
    error_message = "The name must have parts of lower-case letters and digits, joined by . _ / or -."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the images. Without one, AES-256 with a key of Amazon's."
  type        = string
  default     = null
}

variable "pull_account_ids" {
  description = "Other AWS accounts that may pull images."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.pull_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "An account id has twelve digits."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
