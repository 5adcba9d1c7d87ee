/** Splits `<id>?replay`: the address of a replay is that of its deployment with a question behind it. */
export function parseDeploymentAddress(part: string): { readonly id: string; readonly isReplay: boolean } {
	const [id = '', question] = part.split('?');
	return { id, isReplay: question === 'replay' };
}
