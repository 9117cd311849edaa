variable "recipient" {
  description = "Whom to greet."
  type        = string
  default     = "world"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z -]{0,39}$", var.recipient))
    error_message = "The name must start with a letter and have at most 40 letters, spaces and hyphens."
  }
}

variable "repeat" {
  description = "How often each greeting is said."
  type        = number
  default     = 1

  validation {
    condition     = var.repeat >= 1 && var.repeat <= 5
    error_message = "Between one and five times."
  }
}

variable "shout" {
  description = "Say it in capital letters."
  type        = bool
  default     = false
}

variable "greetings" {
  description = "Greetings in other languages, beside the English one."

  type = list(object({
    language = string
    text     = optional(string, "Hei")
  }))

  default = []

  validation {
    condition     = alltrue([for greeting in var.greetings : can(regex("^[a-z]{2}$", greeting.language))])
    error_message = "Languages are two lower-case letters, such as nb or de."
  }
}

variable "signature" {
  description = "Who signs the letter. Not signed if absent."

  type = object({
    name   = string
    prefix = optional(string, "Yours sincerely,")
  })

  default = null
}

variable "pass_phrase" {
  description = "Seals the letter. Only its fingerprint is kept."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.pass_phrase == null || length(coalesce(var.pass_phrase, "-")) >= 8
    error_message = "The pass phrase must have at least 8 characters."
  }
}
