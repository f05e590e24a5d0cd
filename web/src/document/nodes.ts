// A node as `stage.toJSON()` writes it.

export interface KonvaNode {
  readonly className: string;
  readonly attrs: Readonly<Record<string, unknown>> & { readonly id: string };
}
