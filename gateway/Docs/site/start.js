// A file of its own: the page's policy lets no inline script run.
Scalar.createApiReference('#app', {
  url: '/openapi.json',
  // Fonts, the assistant and usage figures would each call somebody else's server.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  persistAuth: false,
  authentication: { preferredSecurityScheme: 'accessToken' },
  defaultOpenAllTags: false,
  operationTitleSource: 'summary',
})
