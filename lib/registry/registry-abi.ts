import { parseAbi } from 'viem'

/** The Router Registry as the protocol's section 3 documents it. */
export const registryAbi = parseAbi([
  'function resolve(uint256 ocid) view returns (string)',
  'function exists(uint256 ocid) view returns (bool)',
  'function register(string metadataUrl) returns (uint256)',
  'function updateMetadataUrl(uint256 ocid, string metadataUrl)',
  'function totalSupply() view returns (uint256)',
  'event OCIDRegistered(uint256 indexed ocid, address indexed owner, string metadataUrl)',
  'event MetadataUrlUpdated(uint256 indexed ocid, string metadataUrl)',
])
