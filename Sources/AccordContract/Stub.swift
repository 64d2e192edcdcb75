enum AccordContractStub {}
