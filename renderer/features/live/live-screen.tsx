import type { ReactElement } from 'react';

/** Live deployment, or its replay once it has ended. */
export function LiveScreen({ id }: { readonly id: string }): ReactElement {
	return <h1>{id}</h1>;
}
