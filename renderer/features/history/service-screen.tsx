import type { ReactElement } from 'react';

/** One service: its environments now and its history. */
export function ServiceScreen({ service }: { readonly service: string }): ReactElement {
	return <h1>{service}</h1>;
}
