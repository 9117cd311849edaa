import { readModule } from '@groundplan/terraform-module'
import { describe, expect, test } from 'vitest'
import { findProviderNeeds } from './provider-needs.ts'

async function needsOf(text: string) {
  const bytes = new TextEncoder().encode(text)
  return findProviderNeeds(await readModule({ path: '.', files: [{ path: 'main.tf', bytes }] }))
}

const requires = (...providers: readonly string[]) =>
  `terraform {\n  required_providers {\n    ${providers.join('\n    ')}\n  }\n}\n`

describe('findProviderNeeds', () => {
  test('a region is from the space', async () => {
    const { providers, inputs } = await needsOf('resource "aws_vpc" "this" {}\n')
    expect(providers).toEqual({ aws: { source: 'hashicorp/aws', 'from-space': ['region'] } })
    expect(inputs).toEqual([])
  })

  test('the region of an alias is an optional input, unless the alias names one', async () => {
    const { providers, inputs } = await needsOf(
      requires('aws = { source = "hashicorp/aws", configuration_aliases = [aws.replica, aws.us_east_1] }'),
    )
    expect(providers).toEqual({
      'aws.replica': {
        source: 'hashicorp/aws',
        settings: { region: '{{ .inputs.aws_replica_region }}' },
      },
      'aws.us_east_1': { source: 'hashicorp/aws', settings: { region: 'us-east-1' } },
    })
    expect(inputs).toMatchObject([['aws_replica_region', { type: 'string', optional: true }]])
  })

  test('an input gets a name that no variable has', async () => {
    const { inputs } = await needsOf(
      `${requires('aws = { configuration_aliases = [aws.b] }')}variable "aws_b_region" {}\n`,
    )
    expect(inputs.map(([name]) => name)).toEqual(['aws_b_region_2'])
  })

  test('azurerm gets its block of features', async () => {
    const { providers } = await needsOf('resource "azurerm_resource_group" "this" {}\n')
    expect(providers).toEqual({
      azurerm: {
        source: 'hashicorp/azurerm',
        settings: { features: {} },
        'from-space': ['subscription_id'],
      },
    })
  })

  test('providers of which nothing is known are named, and those without settings are not', async () => {
    const { providers } = await needsOf(
      requires('dd = { source = "DataDog/datadog" }', 'random = { source = "hashicorp/random" }'),
    )
    expect(providers).toEqual({ dd: { source: 'datadog/datadog' } })
  })

  test('a provider that the module configures itself needs nothing', async () => {
    const { providers } = await needsOf(
      'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_vpc" "this" {}\n',
    )
    expect(providers).toEqual({})
  })
})
