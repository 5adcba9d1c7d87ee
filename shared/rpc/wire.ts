/** How values are written on the wire: everything in the contract is JSON already, so nothing is changed. */

/** Says to tRPC that types cross as they are. */
export const jsonAsIs = {
	serialize: (value: unknown): unknown => value,
	deserialize: (value: unknown): unknown => value,
};
